import { collector } from '../roles/collector.ts'
import { serviceCommand } from './service.ts'

/** Collector and transmitter in one process, for a first look, containers and tiny hosts. */
export const run = serviceCommand({ usage: 'run', summary: 'Collect and transmit in one process.' }, async () => [
  collector,
  (await import('../roles/transmitter.ts')).transmitter,
])
