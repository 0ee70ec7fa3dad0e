import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { addressOf } from '../../enrolment/hub-address.ts'
import { newApiToken } from '../../people/api-token.ts'
import { typedName } from '../../people/person-name.ts'
import { createApiToken } from '../../store/change/create-api-token.ts'
import { SCOPES } from '../../store/known-person.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { type StoreAction, typedSeconds, typedText } from '../store-action.ts'

/** Makes an API token, and prints it once. */
export const makeApiToken: StoreAction = {
  usage: 'create <person>',
  summary: 'Make an API token of a person and show it, once.',
  options: ['--config', '--scope', '--ttl', '--name', '--json'],
  run: async ({ store, config, now, words: [typed = ''], options, io, by }) => {
    const owner = typedName(typed)
    const scope = typedChoice('scope', SCOPES, typedText(options, 'scope', 'read'))
    const expires = now + typedSeconds(options, 'ttl', '90d')
    const name = typedText(options, 'name', '')
    if (!/^[\w .:/-]{0,64}$/.test(name))
      throw new ActionNeeded('--name: write at most 64 of A-Z a-z 0-9 _ . : / - and blanks', EXIT.usage)
    const { text, ...token } = newApiToken()
    if (!(await store.change(createApiToken, { owner, token: { ...token, name, scope, created: now, expires }, by })))
      throw new ActionNeeded(`There is no person ${owner} who is not disabled; see: spoor-hub people list`)
    if (options['json'] === true) {
      io.stdout.write(plainJson({ id: token.id, token: text, person: owner, name, scope, expires }, 2))
      return
    }
    const paragraphs = [
      `${token.id}: of ${owner}, to ${scope}, until ${utc(expires * 1000)}. It is shown only now:`,
      `  ${text}`,
      'Programs send it in a header, which curl reads from a file so that no process list shows it:',
      `  curl -H @FILE ${addressOf(config)}/api/v1/me`,
      'with this line in the file: Authorization: Bearer TOKEN',
    ]
    io.stdout.write(`${paragraphs.join('\n\n')}\n`)
  },
}
