import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** One of the settings that OWASP names for scrypt: 32 MiB and about a quarter of a second each. */
const COST = { log2N: 15, r: 8, p: 3 }
const HASH_BYTES = 32
const SALT_BYTES = 16

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 200

/** "scrypt$15$8$3$salt$hash": the cost stands in each hash, so it can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const hash = await derive(password, salt, COST)
  return ['scrypt', COST.log2N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join(
    '$',
  )
}

/**
 * Whether a password fits a hash. Null (there is no such account) takes as long as a wrong password, so that the time
 * tells nobody which names exist.
 */
export async function passwordFits(password: string, stored: string | null): Promise<boolean> {
  const [kind, log2N, r, p, salt = '', hash = ''] = (stored ?? NOBODY).split('$')
  if (kind !== 'scrypt') return false
  const expected = Buffer.from(hash, 'base64url')
  const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) }
  const given = await derive(password, Buffer.from(salt, 'base64url'), cost)
  return given.length === expected.length && timingSafeEqual(given, expected) && stored !== null
}

/** Why a password cannot be used, as the key of a text; null when it can. */
export function passwordProblem(password: string, names: readonly string[]): string | null {
  if ([...password].length < SHORTEST_PASSWORD) return 'password_short'
  if (password.length > LONGEST_PASSWORD) return 'password_long'
  const lower = password.toLowerCase()
  if (new Set(lower).size < 5) return 'password_simple'
  if (names.some((name) => name.length > 0 && lower.replaceAll(name.toLowerCase(), '').length < 6))
    return 'password_simple'
  return null
}

const NOBODY = ['scrypt', COST.log2N, COST.r, COST.p, 'AAAAAAAAAAAAAAAAAAAAAA', 'A'.repeat(43)].join('$')

/** One at a time: memory stays bounded, whatever number of people sign in at once. */
let last: Promise<unknown> = Promise.resolve()

function derive(password: string, salt: Buffer, { log2N, r, p }: typeof COST): Promise<Buffer> {
  const N = 2 ** log2N
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  const mine = last.then(
    () =>
      new Promise<Buffer>((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      ),
  )
  last = mine.catch(() => {})
  return mine
}
