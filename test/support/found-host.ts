import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { temporaryFolder } from './spool-scene.ts'

/** A host whose files are in a folder. */
export interface FoundHost {
  readonly root: string
  /** Where what is found is remembered. */
  readonly folder: string
  /** Something listens at these ports, on every address, and at no others. */
  readonly listenAt: (...ports: readonly number[]) => void
  /** Writes a file of chkservd. */
  readonly chkservd: (name: string, text: string) => void
}

/** A host on which nothing listens. */
export async function createFoundHost(t: TestContext): Promise<FoundHost> {
  const root = await temporaryFolder(t)
  const folder = join(root, 'state')
  for (const each of ['proc/net', 'state']) mkdirSync(join(root, each), { recursive: true })
  return {
    root,
    folder,
    listenAt: (...ports) => {
      const lines = ports.map((port, index) => {
        const hex = port.toString(16).toUpperCase().padStart(4, '0')
        return `   ${index}: 00000000:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n`
      })
      writeFileSync(join(root, 'proc/net/tcp'), lines.join(''))
    },
    chkservd: (name, text) => {
      mkdirSync(join(root, 'etc/chkserv.d'), { recursive: true })
      writeFileSync(join(root, 'etc/chkserv.d', name), text)
    },
  }
}
