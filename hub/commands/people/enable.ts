import { typedName } from '../../people/person-name.ts'
import { enablePerson } from '../../store/change/enable-person.ts'
import type { StoreAction } from '../store-action.ts'
import { unknownPerson } from './unknown-person.ts'

/** Lets a disabled person in again. */
export const enable: StoreAction = {
  usage: 'enable <name>',
  summary: 'Let a disabled person sign in again, and the API tokens count that have not ended.',
  options: ['--config'],
  run: async ({ store, now, words: [typed = ''], io, by }) => {
    const name = typedName(typed)
    if (!(await store.change(enablePerson, { name, now, by }))) throw unknownPerson(name)
    io.stdout.write(`${name} may sign in again, and the API tokens that have not ended count.\n`)
  },
}
