import { collect } from '../collector.ts'
import { serviceCommand } from './service.ts'

/** Both in one process: for a first look, containers and tiny hosts. */
export const run = serviceCommand({ usage: 'run', summary: 'Collect and transmit in one process.' }, async () => [
  collect,
  (await import('../transmitter.ts')).transmit,
])
