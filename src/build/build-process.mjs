// A process of its own does not inherit the loader of TypeScript; it registers it.
import { register } from 'tsx/esm/api'

register()
await import('./build-process.ts')
