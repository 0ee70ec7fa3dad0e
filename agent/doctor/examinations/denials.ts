import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { counted } from '../../../lib/terminal/count.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { lastLines } from '../../follow/files/last-lines.ts'
import { type Symptom, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { hostOutput } from '../host-output.ts'
import type { Patient } from '../patient.ts'

const AUDIT_LOG = 'var/log/audit/audit.log'

/** Bytes of the end of the audit log that are read. */
const TAIL = 1024 * 1024

/** What names a process in records of SELinux and AppArmor, and what it was denied. */
const [PROCESS, OBJECT] = [
  ['comm', 'exe', 'profile'],
  ['path', 'name'],
]

const WHY = 'What is denied the agent cannot read or do, and it sees no more than "permission denied".'

/** What SELinux and AppArmor denied the agent. */
export const denials: Examination = {
  name: 'denials',
  usesNetwork: false,
  examine: async (patient) => [...(await selinux(patient)), ...(await appArmor(patient))],
}

async function selinux({ root, signal, patience }: Patient): Promise<readonly Symptom[]> {
  const output = await hostOutput(['getenforce'], { root, signal, patience })
  const mode = 'reason' in output ? 'Disabled' : output.stdout.trim()
  if (mode !== 'Enforcing' && mode !== 'Permissive') return [well('SELinux is not in use.')]
  const file = join(root, AUDIT_LOG)
  let lines: readonly string[]
  try {
    const { bytes } = await lastLines(file, TAIL)
    lines = bytes.toString().split('\n')
  } catch {
    return [untold(`SELinux is ${mode.toLowerCase()}; /${AUDIT_LOG} cannot be read.`, 'sudo spoor-agent doctor')]
  }
  const denied = lines.filter((line) => /\bavc: {1,2}denied\b/.test(line) && isOurs(line))
  if (denied.length === 0) return [well(`SELinux is ${mode.toLowerCase()}, and denied the agent nothing lately.`)]
  return [
    deniedSymptom('SELinux', denied, 'ausearch -m AVC -ts recent', 'restorecon -Rv /usr/bin/spoor-agent /etc/spoor'),
  ]
}

async function appArmor({ root, kernel }: Patient): Promise<readonly Symptom[]> {
  if (!existsSync(join(root, 'sys/kernel/security/apparmor')) && !existsSync(join(root, 'etc/apparmor.d')))
    return [well('AppArmor is not in use.')]
  const log = await kernel()
  if ('reason' in log) return [untold(`What AppArmor denied cannot be told: ${log.reason}.`, 'sudo spoor-agent doctor')]
  const denied = log.lines.filter((line) => line.includes('apparmor="DENIED"') && isOurs(line))
  if (denied.length === 0) return [well('AppArmor denied the agent nothing in the last 24 hours.')]
  return [deniedSymptom('AppArmor', denied, 'journalctl --dmesg --since=-24h --grep=DENIED', 'aa-status')]
}

function deniedSymptom(who: string, lines: readonly string[], ...remedy: readonly string[]): Symptom {
  const last = lines.at(-1) ?? ''
  const path = OBJECT.map((key) => valueIn(last, key)).find((value) => value !== '') ?? 'a file that it does not name'
  const what = `${who} denied the agent something ${counted(lines.length, 'time')}, last for ${plainText(path)}.`
  return failing(what, WHY, ...remedy)
}

function isOurs(line: string): boolean {
  return PROCESS.some((key) => valueIn(line, key).includes('spoor'))
}

/** The value of `key="value"` in a record; empty if it has none. */
function valueIn(line: string, key: string): string {
  const at = line.indexOf(` ${key}="`)
  if (at === -1) return ''
  const begin = at + key.length + 3
  return line.slice(begin, line.indexOf('"', begin))
}
