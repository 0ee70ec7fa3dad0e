import type { Command } from '../../lib/command-line/command.ts'
import { doWithout } from '../../lib/system/processes/compiler.ts'
import { type Role, serviceOf } from '../roles/role.ts'
import type { Start } from '../roles/round.ts'
import { serviceCommand } from './service.ts'

/** The command that the unit of a role starts. */
export function roleCommand(role: Role): Command {
  const load = async (): Promise<readonly Start[]> => {
    doWithout(...role.without)
    return [serviceOf(role)]
  }
  return serviceCommand({ usage: role.command, summary: role.summary }, load, role)
}
