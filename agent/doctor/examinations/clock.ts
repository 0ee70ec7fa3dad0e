import { untold } from '../diagnosis.ts'
import type { Examination } from '../examination.ts'
import { symptomsOf } from '../found-of.ts'

const WHY = 'Events get wrong times, certificates count as expired, and rules join what does not belong together.'

/** The clock against those of the receivers, by the Date of their answers. */
export const clock: Examination = {
  name: 'clock',
  usesNetwork: true,
  examine: async ({ checked }) => {
    const found = symptomsOf(
      await checked(true),
      (check) => check === 'clock',
      () => ({ why: WHY, remedy: ['timedatectl', 'timedatectl set-ntp true'] }),
    )
    return found.length > 0 ? found : [untold('No receiver answered whose clock could be compared.', 'timedatectl')]
  },
}
