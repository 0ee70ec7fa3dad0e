import type { AuditAnswer, AuditNoteShown } from '../../../contract/access-contract.ts'
import { PERSON_DEEDS } from '../../../contract/person-deeds.ts'
import { ask, type Asking, type Outcome } from '../../state/ask.ts'
import { me } from '../../state/session.ts'
import { DEED_WORDS } from '../../words/deed-words.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'

/** The hub's number for what has changed since it was read. */
const CHANGED = 41201

/** A person as it was read. */
export interface SeenPerson {
  readonly name: string
  readonly revision: number
}

/** Changes a person, unless somebody else has since it was read: then it is said who did what, and nothing is done. */
export async function changePerson<T>(
  { name, revision }: SeenPerson,
  path: string,
  asking: Asking,
): Promise<Outcome<T>> {
  const outcome = await ask<T>(path, { ...asking, revision })
  if (!('problem' in outcome) || outcome.problem.code !== CHANGED) return outcome
  const audit = await ask<AuditAnswer>(`/api/v1/audit?${new URLSearchParams({ about: name })}`)
  if ('problem' in audit) return outcome
  const since = audit.value.notes.filter((note) => isChange(note, name) && note.id > revision)
  const other = since.find(({ actor }) => actor !== me.peek()?.name)
  if (other !== undefined) return { problem: { ...outcome.problem, said: whoDid(other) } }
  // Whoever asks has changed it before, and sees the old state for a moment longer.
  return since[0] === undefined ? outcome : ask<T>(path, { ...asking, revision: since[0].id })
}

function isChange({ action, target }: AuditNoteShown, name: string): boolean {
  return target === name && PERSON_DEEDS.includes(action)
}

/** `mira changed it 4 s ago: changed a role, viewer to analyst.` */
function whoDid({ actor, action, detail, at }: AuditNoteShown): string {
  return SETTINGS_WORDS.didMeanwhile(actor, DEED_WORDS[action] ?? action, Date.now() / 1000 - at, detail)
}
