import type { Command } from '../../lib/command-line/command.ts'
import { doWithout } from '../../lib/system/processes/compiler.ts'
import { type Role, serviceOf } from '../roles/role.ts'
import { serviceCommand } from './service.ts'

/** The command that the unit of a role starts. */
export function roleCommand(role: Role): Command {
  return serviceCommand({ usage: role.command, summary: role.summary }, async () => {
    doWithout(...role.without)
    return [serviceOf(role)]
  })
}
