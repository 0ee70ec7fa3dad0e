import { isSecretKey } from './telling-key.ts'

/** A path in the address of a webhook is its password. */
const SHORTEST_PATH = 8

/** What follows the server in a URL, if that is more than a word. */
export function pathOf(text: string): string | undefined {
  if (!isUrl(text) || !URL.canParse(text)) return undefined
  const slash = text.indexOf('/', text.indexOf('://') + 3)
  const path = slash === -1 ? '' : text.slice(slash)
  return path.length > SHORTEST_PATH ? path : undefined
}

/** Whether a text is the address of a server. */
export function isUrl(text: string): boolean {
  return /^https?:\/\//i.test(text)
}

/** Whether a setting of this key is a secret; a file that holds one may be named. */
export function isSecretSetting(key: string): boolean {
  return isSecretKey(key) && !key.endsWith('_file')
}

/** Whether a setting of this key names a file that holds a secret; keys of TLS and PGP are found by their armour. */
function isSecretFile(key: string): boolean {
  return /^(?:api_secret|password|token|headers|secret)_file$/.test(key)
}

/** Whether a setting of this key names this host to a receiver. */
export function isIdentifierKey(key: string): boolean {
  return /identifier/i.test(key)
}

/** The secrets and identifiers in settings, to be found in other texts, too, and the files that hold further ones. */
export function secretsIn(settings: unknown): {
  readonly secrets: readonly string[]
  readonly identifiers: readonly string[]
  readonly files: readonly string[]
} {
  const [secrets, identifiers, files]: [string[], string[], string[]] = [[], [], []]
  const look = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) look(inner, Array.isArray(value) ? key : name)
      return
    }
    if (typeof value !== 'string' && typeof value !== 'number') return
    if (isIdentifierKey(key)) identifiers.push(String(value))
    else if (isSecretSetting(key)) secrets.push(String(value))
    else if (isSecretFile(key)) files.push(String(value))
    else secrets.push(...secretsOfUrl(String(value)))
  }
  look(settings, '')
  return { secrets, identifiers, files }
}

/** The user or password in the address of a server, and its path, which may be one. */
export function secretsOfUrl(text: string): readonly string[] {
  if (!isUrl(text) || !URL.canParse(text)) return []
  const { username, password } = new URL(text)
  const path = pathOf(text)
  // Some proxies take a token as the user, without a password.
  const secret = password === '' ? username : password
  return [secret, decoded(secret), path ?? ''].filter((part) => part !== '')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
