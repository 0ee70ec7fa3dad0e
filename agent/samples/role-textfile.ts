import { dirname } from 'node:path'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import { Textfile } from '../../lib/samples/textfile.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import { ownName } from '../../lib/system/users/passwd.ts'
import { folderRemedy } from './folder-remedy.ts'
import { metricsNotices } from './notices.ts'

/** The file of metrics of a role, `spoor_agent_ROLE.prom` in that folder. */
export function roleTextfile(folder: string, role: string, registry: Registry, tell: Tell): Textfile {
  const onFault = (file: string, error: Error): void =>
    tell(
      metricsNotices.metricsUnwritten(file, folderRemedy(dirname(file), codeOf(error) ?? messageOf(error), ownName())),
    )
  return new Textfile({ folder, name: `spoor_agent_${role}`, registry, elapsed, onFault })
}
