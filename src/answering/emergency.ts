import path from 'node:path'
import { z } from 'zod'
import { DataFileError, readDataFile } from '../knowledge/data-file.ts'
import { COUNTRIES } from '../knowledge/vocabulary.ts'

const kinds = ['violence', 'captivity', 'medical', 'self_harm'] as const
export type EmergencyKind = (typeof kinds)[number]

const schema = z.strictObject({
  sources: z.record(z.string(), z.strictObject({ title: z.string(), url: z.url(), seen: z.string() })),
  numbers: z.record(
    z.enum(COUNTRIES),
    z.record(
      z.enum(kinds),
      z.array(
        z.strictObject({
          number: z.string(),
          what: z.enum(['police', 'violence_line', 'trafficking_line']),
          source: z.string(),
        }),
      ),
    ),
  ),
})

export type EmergencyNumbers = z.output<typeof schema>

/** Reads knowledge/emergency.yaml; throws DataFileError when it breaks its schema or a number lacks its source. */
export async function loadEmergency(root: string): Promise<EmergencyNumbers> {
  const file = path.join(root, 'emergency.yaml')
  const data = await readDataFile(file, schema)
  for (const country of COUNTRIES) {
    for (const kind of kinds) {
      for (const entry of data.numbers[country][kind]) {
        if (!data.sources[entry.source])
          throw new DataFileError(
            file,
            `: the number ${entry.number} names the unknown source "${entry.source}"`,
          )
      }
    }
  }
  return data
}
