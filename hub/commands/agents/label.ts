import { ActionNeeded } from '../../../lib/system/errors.ts'
import { typedLabel } from '../../enrolment/host-label.ts'
import { typedHost } from '../../enrolment/host-name.ts'
import { labelAgent } from '../../store/change/label-agent.ts'
import type { StoreAction } from '../store-action.ts'

/** Gives a host another label, or takes it away. */
export const labelServer: StoreAction = {
  usage: 'label <host> <label>',
  summary: "Give a host another label; '' takes it away.",
  options: ['--config'],
  run: async ({ store, now, words: [name = '', typed = ''], io, by }) => {
    const [host, label] = [typedHost(name), typedLabel(typed, 'label')]
    if (!(await store.change(labelAgent, { host, label, now, by })))
      throw new ActionNeeded(`${host} is not enrolled; see: spoor-hub agents list`)
    io.stdout.write(label === '' ? `${host} has no label now.\n` : `${host} has the label ${label} now.\n`)
  },
}
