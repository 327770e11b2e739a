import type { FastifyInstance } from 'fastify'
import { CaseFileError, CaseNotFoundError } from '../handover/errors.ts'
import { maySeeFiles } from './case-routes.ts'
import { FileNotAllowedError } from './errors.ts'
import { whoOf } from './guard.ts'
import type { ConsoleParts } from './parts.ts'

const FETCH_MS = 30_000

/** What a browser may show, by its first bytes; everything else is only offered for saving. */
const SHOWN: readonly [type: string, begins: readonly number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]

/** A photo or document of a person: fetched from the messenger for who may see it, kept nowhere. */
export function fileRoute(scope: FastifyInstance, parts: ConsoleParts): void {
  scope.get<{ Params: { message: string } }>('/files/:message', async (request, reply) => {
    const { stores } = parts.storage
    const { consultant } = whoOf(request)
    const message = await stores.caseMessages.get(Number(request.params.message) || 0)
    const one = message && (await stores.cases.get(message.caseId))
    if (!message?.file || !one || message.from !== 'person') throw new CaseNotFoundError(one?.id ?? 0)
    if (!maySeeFiles(one, consultant)) throw new FileNotAllowedError(one.id)
    const found = await parts.files?.open(message.file, message.chat, AbortSignal.timeout(FETCH_MS))
    if (!found)
      throw new CaseFileError('The messenger has this file no longer. Ask the person to send it again.')
    await stores.audit.append({
      at: parts.clock().toISOString(),
      actor: consultant.id,
      action: 'file-viewed',
      subject: `case:${one.id}`,
      detail: { message: String(message.id) },
    })
    const type = shownType(found.content)
    return reply
      .type(type ?? 'application/octet-stream')
      .header('content-disposition', disposition(type ? 'inline' : 'attachment', found.name))
      .header('cache-control', 'private, no-store')
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
      )
      .send(found.content)
  })
}

/** The sender's word for what a file is does not count. */
export function shownType(content: Buffer): string | null {
  const known = SHOWN.find(([, begins]) => begins.every((byte, index) => content[index] === byte))
  if (known) return known[0]
  const isWebp =
    content.subarray(0, 4).toString('latin1') === 'RIFF' &&
    content.subarray(8, 12).toString('latin1') === 'WEBP'
  return isWebp ? 'image/webp' : null
}

function disposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\w. -]/g, '_').slice(0, 100)
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name.slice(0, 200))}`
}
