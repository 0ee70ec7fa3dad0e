import { ActionNeeded } from '../../../lib/system/errors.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { addressOf } from '../../enrolment/hub-address.ts'
import { typedName } from '../../people/person-name.ts'
import { keyPlaceOf, openSecretSeal } from '../../people/secret-key.ts'
import { newSpokenCode, RECOVERY_CODES, spokenCodeDigest } from '../../people/spoken-code.ts'
import { newTotpSecret, totpUrl } from '../../people/totp.ts'
import { setTotp } from '../../store/change/set-totp.ts'
import type { StoreAction, StoreParts } from '../store-action.ts'
import { unknownPerson } from './unknown-person.ts'

/** Begins or ends one-time codes for a person. */
export const changeTotp: StoreAction = {
  usage: 'totp <name>',
  summary: 'Begin one-time codes for a person with a new secret and recovery codes, or end them (--off).',
  options: ['--config', '--off', '--json'],
  run: async ({ store, config, now, words: [typed = ''], options, io, by }) => {
    const name = typedName(typed)
    const isOff = options['off'] === true
    const [secret, codes] = isOff
      ? [null, []]
      : [newTotpSecret(), Array.from({ length: RECOVERY_CODES }, newSpokenCode)]
    const recovery = codes.map(spokenCodeDigest)
    const sealed = secret === null ? null : await sealedFor(name, secret, { store, config })
    if (!(await store.change(setTotp, { name, secret: sealed, recovery, now, by }))) throw unknownPerson(name)
    if (secret === null) {
      io.stdout.write(`${name} signs in without one-time codes from now on.\n`)
      return
    }
    const url = totpUrl(secret, name, new URL(addressOf(config)).hostname)
    if (options['json'] === true) {
      io.stdout.write(plainJson({ name, secret, url, recovery_codes: codes }, 2))
      return
    }
    const paragraphs = [
      `${name} signs in with one-time codes from now on; the sessions have ended. This is shown only now.`,
      'For the program that makes the codes:',
      `  ${url}`,
      'If that is lost, each of these stands in for a code, once:',
      codes.map((code) => `  ${code}`).join('\n'),
    ]
    io.stdout.write(`${paragraphs.join('\n\n')}\n`)
  },
}

/** The secret as it is kept. Throws `ActionNeeded` if the file of the key is not where it was. */
async function sealedFor(
  name: string,
  secret: string,
  { store, config }: Pick<StoreParts, 'store' | 'config'>,
): Promise<string> {
  const place = keyPlaceOf(config.store)
  const seal = await openSecretSeal(store, place)
  const sealed = seal.sealed(name, secret)
  if (sealed !== undefined) return sealed
  throw new ActionNeeded(
    `${place.file}: the key that this store is sealed with is not there; copy the file from another hub of this store, or bring it back from where you keep it. If it is lost, type: spoor-hub people key-lost`,
  )
}
