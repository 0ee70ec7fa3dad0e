import { join } from 'node:path'
import { type Symptom, doubtful, failing, untold, well } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { inotifyLimit, inotifyUse } from '../inotify-use.ts'
import type { Patient } from '../patient.ts'

/** From this share on a limit is told of. */
const NEAR = 0.9

const WHY = 'Without a watch a folder is polled every second: that works, later and with more load.'

/** How much of the kernel's limits of inotify the user of the collector takes. */
export const watches: Examination = {
  name: 'inotify',
  usesNetwork: false,
  examine: async (patient) => {
    const { root, signal } = patient
    const [mostWatches, mostInstances] = ['max_user_watches', 'max_user_instances'].map((name) =>
      inotifyLimit(join(root, 'proc/sys/fs/inotify', name)),
    )
    if (mostWatches === undefined || mostInstances === undefined)
      return [untold('The limits of inotify cannot be read.')]
    const user = await collectorsUser(patient)
    if (user === undefined)
      return [well(`Limits: ${mostWatches} watches and ${mostInstances} instances for each user; no collector runs.`)]
    const use = await inotifyUse(root, user, signal)
    if (use === undefined)
      return [untold('How many watches the user of the collector has cannot be told.', 'sudo spoor-agent doctor')]
    return [limitSymptom('watches', use.watches, mostWatches), limitSymptom('instances', use.instances, mostInstances)]
  },
}

/** The user of the process that watches folders: limits count for each user. */
async function collectorsUser({ processes, status }: Patient): Promise<number | undefined> {
  const { pid, running } = status.collector
  const found = (await processes()).find((each) => running && each.pid === pid)
  return found?.uid
}

function limitSymptom(what: 'watches' | 'instances', used: number, most: number): Symptom {
  const text = `${used} of ${most} ${what} of inotify are used by the user of the collector.`
  if (used < most * NEAR) return well(text)
  const name = `fs.inotify.max_user_${what}`
  const remedy = [`echo '${name} = ${most * 2}' > /etc/sysctl.d/90-spoor-agent-${what}.conf`, 'sysctl --system']
  return used < most ? doubtful(text, WHY, ...remedy) : failing(text, WHY, ...remedy)
}
