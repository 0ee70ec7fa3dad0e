import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Container } from './container.ts'

/** Attempts in the shell by their names; one that ends with success was allowed. */
export type Trials = Readonly<Record<string, string>>

/** Attempts that succeed in a service that equals the shipped one except for its program and `change`. */
export async function tried(container: Container, unit: string, trials: Trials, change = ''): Promise<string[]> {
  const path = join(container.root, 'usr/lib/systemd/system', unit)
  const text = (await readFile(path, 'utf8')).replaceAll(
    /^(?:Exec|Restart|PartOf|Type|WatchdogSec|ConditionPathExists|StandardOutput|WantedBy).*\n/gm,
    '',
  )
  const script = Object.entries(trials).map(
    ([name, trial]) => `timeout 2 bash -c '${trial}' 2>/dev/null && echo '${name}'`,
  )
  const file = join(container.root, 'usr/local/sbin/probe')
  await writeFile(file, `#!/bin/bash\n${script.map((line) => `${line}\n`).join('')}exit 0\n`)
  await chmod(file, 0o755)
  const service = `[Service]\nType=oneshot\nExecStart=/usr/local/sbin/probe\nStandardOutput=file:/run/probe.out\n${change}\n`
  await container.must(
    'cat > /run/systemd/system/probe.service; rm -f /run/probe.out; systemctl daemon-reload; systemctl start probe',
    `${text}\n${service}`,
  )
  return (await container.must('cat /run/probe.out')).split('\n').filter((line) => line !== '')
}
