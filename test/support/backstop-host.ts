import { chmodSync, lchownSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { look } from '../../agent/backstop/backstop.ts'
import type { Looked } from '../../agent/backstop/looked.ts'
import { temporaryFolder } from './spool-scene.ts'

/** The user of the host's accounts: another one where this process is root's. */
export const ACCOUNT_UID = process.geteuid?.() === 0 ? 12_345 : (process.geteuid?.() ?? 0)

/** A host of cPanel in a folder, with the accounts `shop` (example.com, example.net) and `club` (example.org). */
export interface BackstopHost {
  readonly root: string
  readonly state: string
  readonly inbox: string
  /** Where it stands how looks went. */
  readonly record: string
  /** The codes of the notices so far. */
  readonly codes: string[]
  readonly texts: readonly string[]
  readonly path: (below: string) => string
  /** Writes a file, which belongs to the accounts where it is in a home; also the folders on the way. */
  readonly put: (below: string, text: string) => void
  /** Gives what was made in a home to the accounts. */
  readonly own: (below: string) => void
  /** Looks, at a time long after all that was written. */
  readonly look: () => Promise<Looked>
  /** The same, and shows what appeared as `type context address further values`. */
  readonly appeared: () => Promise<string[]>
  /** What would be shown, if anything were changed by that. */
  readonly wouldAppear: () => Promise<string[]>
  /** The events in the inbox, in the order of their names. */
  readonly left: () => readonly unknown[]
}

/** Makes the host, at which nobody has looked yet. */
export async function createBackstopHost(t: TestContext): Promise<BackstopHost> {
  const root = await temporaryFolder(t)
  chmodSync(root, 0o755)
  const [state, inbox, record] = [join(root, 'state'), join(root, 'inbox'), join(root, 'look.json')]
  const [codes, texts]: [string[], string[]] = [[], []]
  const path = (below: string): string => join(root, below)
  const own = (below: string): void => {
    for (let each = below; each.startsWith('home/'); each = dirname(each))
      lchownSync(path(each), ACCOUNT_UID, ACCOUNT_UID)
  }
  const put = (below: string, text: string): void => {
    mkdirSync(dirname(path(below)), { recursive: true })
    writeFileSync(path(below), text)
    own(below)
  }
  mkdirSync(inbox)
  const residents = ['shop', 'club'].map(
    (name) => `${name}:x:${ACCOUNT_UID}:${ACCOUNT_UID}::/home/${name}:/bin/false\n`,
  )
  put('etc/passwd', `root:x:0:0::/root:/bin/sh\n${residents.join('')}`)
  put('etc/userdomains', '*: nobody\nexample.com: shop\nexample.net: shop\nexample.org: club\nroot.example: root\n')
  for (const name of ['shop', 'club']) put(`home/${name}/.contactemail`, '')
  // What was written a moment ago may be written again with the same times: let each look be an hour later.
  let hours = 0
  const looked = (into: string | undefined): Promise<Looked> => {
    hours += 1
    const now = Date.now() + hours * 3_600_000
    const tell = ({ code, text }: { readonly code: string; readonly text: string }): void => {
      codes.push(code)
      texts.push(text)
    }
    return look({ root, state, inbox: into, record, now, tell })
  }
  return {
    root,
    state,
    inbox,
    record,
    codes,
    texts,
    path,
    put,
    own,
    look: () => looked(inbox),
    appeared: async () => (await looked(inbox)).events.map(shown),
    wouldAppear: async () => (await looked(undefined)).events.map(shown),
    left: () =>
      readdirSync(inbox)
        .toSorted()
        .map((name) => JSON.parse(readFileSync(join(inbox, name), 'utf8')) as unknown),
  }
}

function shown(event: Looked['events'][number]): string {
  const values = Object.entries(event).filter(([name, value]) => name !== 'time' && value !== null)
  return values.map(([, value]) => value).join(' ')
}
