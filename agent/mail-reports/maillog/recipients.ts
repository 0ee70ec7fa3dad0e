import { shellWord } from '../../../lib/text/shell-word.ts'
import { Commented, type YamlValue } from './yaml-value.ts'

/** Stands where a person must write; the configuration refuses it, so that nothing is sent in clear meanwhile. */
const FINGERPRINT = 'WRITE-ITS-FINGERPRINT'

const FOLDER = '/etc/spoor/keys'

/** The keys that take the place of a command that encrypts. */
export interface ImportedKeys {
  readonly keys: YamlValue
  /** Why they are not those of the command, in words that follow `pgp:`. */
  readonly fault?: string
}

/** The keys of all to whom a command of gpg encrypts, each with what to type; one to be filled in if it is none. */
export function keysFor(command: readonly string[]): ImportedKeys {
  const recipients = recipientsIn(command)
  if (typeof recipients === 'string') {
    const key = { file: `${FOLDER}/recipient.asc`, fingerprint: FINGERPRINT }
    return {
      keys: [new Commented(key, ['The key of whom this goes to; it was not found in:', command.join(' ')])],
      fault: recipients,
    }
  }
  const names = new Set<string>()
  return {
    keys: recipients.map(({ name, isFile }) => {
      const file = isFile ? name : `${FOLDER}/${freeName(name, names)}.asc`
      const shown = `write the fingerprint that this shows: gpg --show-keys ${shellWord(file)}`
      const fetched = `Type: gpg --armor --export ${shellWord(name)} > ${shellWord(file)}`
      return new Commented({ file, fingerprint: FINGERPRINT }, isFile ? [`Now ${shown}`] : [fetched, `Then ${shown}`])
    }),
  }
}

interface Recipient {
  readonly name: string
  /** Whether it is the path of a file with the key. */
  readonly isFile: boolean
}

/** Options of gpg that name a recipient, as the next word or after a `=`. */
const LONG = /^--(?:(?:hidden-)?recipient(-file)?|(?:hidden-)?encrypt-to|default-recipient)(?:=(.*))?$/
const SHORT = /^-[abenqstvz]*([rRfF])(.*)$/

function recipientsIn(command: readonly string[]): readonly Recipient[] | string {
  const [program = '', ...words] = command
  if (!/^(?:.*\/)?gpg2?$/.test(program)) return 'does not begin with gpg; write whose keys these are'
  if (command.some((word) => /[|;&$`]|^\d*[<>]+(?!\S+@\S+>$)/.test(word)))
    return 'is more than a command of gpg; write whose keys these are'
  const found = new Map<string, Recipient>()
  for (const [index, word] of words.entries()) {
    const recipient = recipientOf(word, words[index + 1] ?? '')
    if (recipient === undefined) continue
    const { name, isFile } = recipient
    if (name === '' || (isFile && !name.startsWith('/'))) return `names no recipient after ${word}; write it`
    found.set(name, recipient)
  }
  return found.size > 0 ? [...found.values()] : 'names no recipient (-r); write whose keys these are'
}

/** Whom an option names, with the word after it; undefined if it is another one. */
function recipientOf(option: string, next: string): Recipient | undefined {
  const [long, ofFile, value = next] = LONG.exec(option) ?? []
  if (long !== undefined) return { name: value, isFile: ofFile !== undefined }
  const [, letter, joined = ''] = SHORT.exec(option) ?? []
  return letter === undefined ? undefined : { name: joined || next, isFile: /f/i.test(letter) }
}

/** A name for the file of a key that no other has. */
function freeName(recipient: string, taken: Set<string>): string {
  const [mailbox = ''] = recipient.toLowerCase().replace(/^.*</, '').split('@')
  const name = mailbox.replaceAll(/[^a-z\d_-]+/g, '-').replace(/^-+|-+$/g, '') || 'recipient'
  const free = taken.has(name) ? `${name}-${taken.size + 1}` : name
  taken.add(free)
  return free
}
