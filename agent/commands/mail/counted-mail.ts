import { MailFold } from '../../../lib/mail-statistics/mail-fold.ts'
import { MAIL_KEYS } from '../../../lib/mail-statistics/origin.ts'
import { MailNumbers } from './mail-numbers.ts'
import { type MailScene, readAll, saidOwners } from './mail-scene.ts'
import type { Numbers } from './printed-numbers.ts'

/** Messages on their way that are known at most, while a log is read once: 6 MiB. */
const MOST_MESSAGES = 100_000

/** Counts the mail in Exim's main log. Throws `ActionNeeded`. */
export async function countedMail(scene: MailScene): Promise<Numbers> {
  const { request, zone, since, screen } = scene
  const by = MAIL_KEYS.filter((key) => key === request.by)
  const accountOf = request.by === 'account' ? saidOwners(scene) : () => undefined
  const fold = new MailFold({ zone, accountOf, by, since, mostMessages: MOST_MESSAGES })
  const numbers = new MailNumbers(request.by, zone)
  await readAll(scene, 'exim', (line) => numbers.add(fold.take(line)))
  numbers.add(fold.open())
  screen.say(`Lines: ${fold.lines}; not of Exim's main log: ${fold.unrecognised}.`)
  return numbers.numbers()
}
