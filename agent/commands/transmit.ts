import { doWithout } from '../../lib/system/processes/compiler.ts'
import { serviceCommand } from './service.ts'

/** The transmitter as its unit starts it. */
export const transmit = serviceCommand(
  { usage: 'transmit', summary: 'Send what waits in the spool to the API; the work of the transmitter.' },
  async () => {
    doWithout('maglev', 'turbofan')
    return [(await import('../roles/transmitter.ts')).transmitter]
  },
)
