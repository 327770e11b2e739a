// Runs a program of src/ (`node scripts/run.mjs main`), compiled first where it changed; where nothing can be written,
// TypeScript is compiled on the fly.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from './compile.mjs'

const [, , name = 'main'] = process.argv
const folder = await compile().catch((error) => {
  console.error(`Not compiled beforehand: ${error.message}`)
  return null
})
process.argv.splice(1, 2, path.join(import.meta.dirname, `${name}.ts`))
if (folder) await import(pathToFileURL(path.join(folder, `${name}.js`)).href)
else {
  const { register } = await import('tsx/esm/api')
  register()
  await import(`../src/${name}.ts`)
}
