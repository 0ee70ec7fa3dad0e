import { collect as collector } from '../collector.ts'
import { serviceCommand } from './service.ts'

/** The collector as its unit starts it. */
export const collect = serviceCommand(
  { usage: 'collect', summary: 'Follow the logs and seal what matters in the spool; the work of the collector.' },
  async () => [collector],
)
