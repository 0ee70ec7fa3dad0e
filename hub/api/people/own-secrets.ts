import * as v from 'valibot'
import type { TotpState, ProposedTotp, RecoveryCodes } from '../../contract/access-contract.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { maySee } from '../../people/rights.ts'
import { newSpokenCode, RECOVERY_CODES, spokenCodeDigest } from '../../people/spoken-code.ts'
import { newTotpSecret, stepOfCode, totpUrl } from '../../people/totp.ts'
import { everyPerson } from '../../store/ask/every-person.ts'
import { setOwnPassword } from '../../store/change/set-own-password.ts'
import { setOwnTotp } from '../../store/change/set-own-totp.ts'
import { type ApiRoute, changeRoute, jsonRoute } from '../api-route.ts'
import { refuseInClear } from './clear-text.ts'
import { OWN_PROOF, type OwnProofs } from './own-proof.ts'
import type { PasswordDesk } from './password-desk.ts'
import { newPasswordText } from './password-schema.ts'

const proposedTotp: v.GenericSchema<ProposedTotp> = v.object({
  secret: v.string(),
  url: v.pipe(v.string(), v.description('For programs that make one-time codes, mostly as a QR code.')),
})

const recoveryCodes: v.GenericSchema<RecoveryCodes> = v.object({
  recovery_codes: v.pipe(v.array(v.string()), v.description('Each stands in for a code, once. Told only now.')),
})

/** `PUT /api/v1/me/password`. */
export function ownPasswordRoute(desk: PasswordDesk, proofs: OwnProofs): ApiRoute {
  return changeRoute(
    {
      method: 'PUT',
      path: '/api/v1/me/password',
      right: maySee,
      summary: 'Gives whoever has signed in another password, and ends the other sessions.',
      body: v.strictObject({ ...OWN_PROOF, password: newPasswordText }),
      answer: [],
      status: 204,
    },
    async ({ password, ...shown }, request) => {
      const { store, clock, address } = request
      await proofs.proven(request, shown, async (own) => {
        const next = await desk.hashOf(password)
        return store.change(setOwnPassword, { ...own, next, now: Math.floor(clock.now() / 1000), address })
      })
      return { status: 204 }
    },
  )
}

const ownTotp: v.GenericSchema<TotpState> = v.object({
  begun: v.boolean(),
  recovery_codes: v.pipe(v.number(), v.description('How many are left.')),
})

/** `GET /api/v1/me/totp`. */
export const totpStateRoute: ApiRoute = jsonRoute(
  {
    path: '/api/v1/me/totp',
    summary: 'Whether whoever asks signs in with one-time codes, too.',
    parameters: {},
    answer: ownTotp,
  },
  async (_, { store, person }) => {
    const own = (await store.ask(everyPerson, null)).find(({ name }) => name === person.name)
    return { begun: own?.has_totp === true, recovery_codes: own?.recovery_codes ?? 0 }
  },
)

/** `POST /api/v1/me/totp`: keeps nothing; the secret counts once a code of it was shown. */
export const proposeTotpRoute: ApiRoute = {
  method: 'POST',
  path: '/api/v1/me/totp',
  caller: 'person',
  right: maySee,
  description: {
    summary: 'A new secret for one-time codes, which counts once PUT shows a code of it.',
    parameters: {},
    answer: proposedTotp,
  },
  answer: async (request) => {
    refuseInClear(request)
    const { person, origin } = request
    if (person.token !== null) throw new HttpError(PROBLEMS.sessionOnly)
    const secret = newTotpSecret()
    return { status: 200, body: { json: { secret, url: totpUrl(secret, person.name, new URL(origin).hostname) } } }
  },
}

/** `PUT /api/v1/me/totp`. */
export function ownTotpRoute(proofs: OwnProofs): ApiRoute {
  return changeRoute(
    {
      method: 'PUT',
      path: '/api/v1/me/totp',
      right: maySee,
      summary: 'Begins one-time codes for whoever has signed in, or ends them; ends the other sessions.',
      body: v.strictObject({
        ...OWN_PROOF,
        secret: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z2-7]{32}$/, 'is no secret as POST proposes it'))),
        new_code: v.optional(v.pipe(v.string(), v.maxLength(16), v.description('A code of that secret.')), ''),
      }),
      answer: recoveryCodes,
    },
    async ({ secret, new_code: code, ...shown }, request) => {
      const { store, clock, address, seal, person } = request
      const now = Math.floor(clock.now() / 1000)
      const step = secret === null ? undefined : stepOfCode(secret, code.replaceAll(/\s/g, ''), now)
      if (secret !== null && step === undefined) throw new HttpError(PROBLEMS.wrongNewCode)
      const sealed = secret === null ? null : seal.sealed(person.name, secret)
      if (sealed === undefined) throw new HttpError(PROBLEMS.noSecretKey)
      const next = sealed === null || step === undefined ? null : { secret: sealed, step }
      const codes = next === null ? [] : Array.from({ length: RECOVERY_CODES }, newSpokenCode)
      const recovery = codes.map(spokenCodeDigest)
      await proofs.proven(request, shown, (own) => store.change(setOwnTotp, { ...own, next, recovery, now, address }))
      return { status: 200, body: { json: { recovery_codes: codes } } }
    },
  )
}
