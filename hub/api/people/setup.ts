import * as v from 'valibot'
import { bodyJson } from '../../http/body-json.ts'
import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { FailureLimit } from '../../http/failure-limit.ts'
import { isOfOtherSite } from '../../http/own-site.ts'
import type { HubAnswer, HubRequest } from '../../http/route.ts'
import { peopleNotices } from '../../people/notices.ts'
import { personName } from '../../people/person-name.ts'
import { spokenCodeDigest } from '../../people/spoken-code.ts'
import { addFirstAdmin } from '../../store/change/add-first-admin.ts'
import type { ApiRoute } from '../api-route.ts'
import { refusal } from '../refusal.ts'
import { unknownKeyFault } from '../unknown-key.ts'
import { refuseInClear } from './clear-text.ts'
import { PasswordDesk } from './password-desk.ts'
import { newPasswordText } from './password-schema.ts'

const wished = v.strictObject({
  code: v.pipe(v.string(), v.maxLength(64)),
  name: personName,
  password: newPasswordText,
})

const request = v.pipe(bodyJson, wished)

/** `POST /api/v1/setup`: the first admin, for whoever has the code that `spoor-hub people setup` shows. */
export function setupRoute(desk = new PasswordDesk()): ApiRoute {
  const limit = new FailureLimit()
  return {
    method: 'POST',
    path: '/api/v1/setup',
    caller: 'anybody',
    most: 4096,
    description: {
      summary: 'Makes the first admin, with the code that spoor-hub people setup shows.',
      parameters: {},
      body: wished,
      answer: v.object({ name: v.string(), role: v.literal('admin') }),
      status: 201,
    },
    answer: (asked) => answer(desk, limit, asked),
  }
}

async function answer(desk: PasswordDesk, limit: FailureLimit, asked: HubRequest): Promise<HubAnswer> {
  refuseInClear(asked)
  if (isOfOtherSite(asked)) throw new HttpError(PROBLEMS.otherSite)
  const { store, clock, address, body } = asked
  const at = clock.now()
  const wait = limit.waitFor(address, at)
  if (wait > 0) throw new HttpError(PROBLEMS.tooManyFailures, { headers: { 'retry-after': String(wait) } })
  const { success, output, issues } = v.safeParse(request, body.toString())
  if (!success) throw refusal(PROBLEMS.noSetup, issues[0], unknownKeyFault(wished, issues))
  limit.note(address, at)
  const { name, code } = output
  const password = await desk.hashOf(output.password)
  const wants = { digest: spokenCodeDigest(code), name, password, now: Math.floor(at / 1000), address }
  const result = await store.change(addFirstAdmin, wants)
  if (result === 'wrong_code') throw new HttpError(PROBLEMS.wrongSetup)
  limit.forgive(address)
  if (result === 'name_taken') throw new HttpError(PROBLEMS.personThere)
  if (result === 'admin_there') throw new HttpError(PROBLEMS.adminThere)
  asked.tell(peopleNotices.firstAdmin(name, address))
  return { status: 201, body: { json: { name, role: 'admin' } } }
}
