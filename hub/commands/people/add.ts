import { ActionNeeded } from '../../../lib/system/errors.ts'
import { passwordHash } from '../../people/password.ts'
import { typedName } from '../../people/person-name.ts'
import { typedPassword } from '../../people/typed-password.ts'
import { everyPerson } from '../../store/ask/every-person.ts'
import { addPerson } from '../../store/change/add-person.ts'
import { ROLES } from '../../store/known-person.ts'
import { type StoreAction, typedText } from '../store-action.ts'
import { typedChoice } from './typed-choice.ts'

/** Adds a person, with a password from standard input. */
export const newPerson: StoreAction = {
  usage: 'add <name>',
  summary: 'Add a person, whose password is read from standard input.',
  options: ['--config', '--role', '--no-login'],
  run: async ({ store, now, words: [typed = ''], options, io, by }) => {
    const name = typedName(typed)
    const role = typedChoice('role', ROLES, typedText(options, 'role', 'viewer'))
    const taken = new ActionNeeded(`There is a person ${name} already; see: spoor-hub people list`)
    // Before a password is typed in vain.
    if ((await store.ask(everyPerson, null)).some((person) => person.name === name)) throw taken
    const isProgram = options['no-login'] === true
    const password = isProgram ? null : await passwordHash(await typedPassword(io, name))
    if (!(await store.change(addPerson, { name, role, password, now, by }))) throw taken
    const next = isProgram ? `api-token create ${name}` : `people totp ${name}`
    const what = isProgram ? 'Make a token' : 'For one-time codes, too'
    io.stdout.write(`${name} is ${role === 'viewer' ? 'a' : 'an'} ${role} now. ${what}: spoor-hub ${next}\n`)
  },
}
