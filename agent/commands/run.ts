import { serviceOf } from '../roles/role.ts'
import { ROLES } from '../roles/roles.ts'
import { serviceCommand } from './service.ts'

/** All roles that have work, in one process: for a first look, containers and tiny hosts. */
export const run = serviceCommand({ usage: 'run', summary: 'Collect, transmit and watch in one process.' }, async () =>
  ROLES.map(serviceOf),
)
