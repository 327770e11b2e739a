import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a header bears the secret; how long that takes tells nothing about the secret. */
export function isSecret(header: string | undefined, secret: string): boolean {
  if (header === undefined || secret === '') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header), digest(secret))
}
