import { passwordHash } from '../../people/password.ts'
import { typedName } from '../../people/person-name.ts'
import { typedPassword } from '../../people/typed-password.ts'
import { everyPerson } from '../../store/ask/every-person.ts'
import { setPassword } from '../../store/change/set-password.ts'
import type { StoreAction } from '../store-action.ts'
import { unknownPerson } from './unknown-person.ts'

/** Gives a person another password, from standard input. */
export const changePassword: StoreAction = {
  usage: 'password <name>',
  summary: 'Read another password for a person from standard input, and end the sessions.',
  options: ['--config'],
  run: async ({ store, now, words: [typed = ''], io, by }) => {
    const name = typedName(typed)
    if (!(await store.ask(everyPerson, null)).some((person) => person.name === name)) throw unknownPerson(name)
    const password = await passwordHash(await typedPassword(io, name))
    if (!(await store.change(setPassword, { name, password, now, by }))) throw unknownPerson(name)
    io.stdout.write(`${name} has another password. The sessions have ended; API tokens go on.\n`)
  },
}
