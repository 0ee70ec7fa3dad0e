import { ActionNeeded } from '../../../lib/system/errors.ts'
import { typedName } from '../../people/person-name.ts'
import { disablePerson } from '../../store/change/disable-person.ts'
import type { StoreAction } from '../store-action.ts'
import { unknownPerson } from './unknown-person.ts'

/** Lets a person in no more; what it did stays in the audit log. */
export const disable: StoreAction = {
  usage: 'disable <name>',
  summary: "End a person's sessions at once, and let no login and no API token of theirs count.",
  options: ['--config'],
  run: async ({ store, now, words: [typed = ''], io, by }) => {
    const name = typedName(typed)
    const result = await store.change(disablePerson, { name, now, by })
    if (result === 'unknown') throw unknownPerson(name)
    if (result === 'last_admin') throw new ActionNeeded(`${name} is the only admin; make another person one before`)
    io.stdout.write(
      `${name} is disabled: neither login nor API token counts. To undo: spoor-hub people enable ${name}\n`,
    )
  },
}
