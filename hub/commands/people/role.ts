import { ActionNeeded } from '../../../lib/system/errors.ts'
import { typedName } from '../../people/person-name.ts'
import { setRole } from '../../store/change/set-role.ts'
import { ROLES } from '../../store/known-person.ts'
import type { StoreAction } from '../store-action.ts'
import { typedChoice } from './typed-choice.ts'
import { unknownPerson } from './unknown-person.ts'

/** Gives a person another role. */
export const changeRole: StoreAction = {
  usage: 'role <name> <role>',
  summary: 'Give a person another role, which counts at once: viewer, analyst or admin.',
  options: ['--config'],
  run: async ({ store, now, words: [typed = '', word = ''], io, by }) => {
    const [name, role] = [typedName(typed), typedChoice('role', ROLES, word)]
    const result = await store.change(setRole, { name, role, now, by })
    if (result === 'unknown') throw unknownPerson(name)
    if (result === 'last_admin') throw new ActionNeeded(`${name} is the only admin; make another person one before`)
    io.stdout.write(`${name} is ${role === 'viewer' ? 'a' : 'an'} ${role} now.\n`)
  },
}
