import { cpSync, writeFileSync } from 'node:fs'
import { dirname, basename } from 'node:path'
import { NODE_FLAGS } from '../../build/executable/executable.ts'
import { bundledFile } from '../support/bundled-file.ts'
const run = async () => {
  const f = await bundledFile('agent')
  cpSync(dirname(f), '/tmp/cc-bundle', { recursive: true })
  writeFileSync(
    '/tmp/cc-agent',
    `#!/bin/sh\nexec ${process.execPath} ${NODE_FLAGS.join(' ')} /tmp/cc-bundle/${basename(f)} "$@"\n`,
    { mode: 0o755 },
  )
}
void run()
