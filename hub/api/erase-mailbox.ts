import * as v from 'valibot'
import type { ErasedCounts } from '../contract/settings-contract.ts'
import { HttpError, PROBLEMS } from '../http/errors.ts'
import { mayManage } from '../people/rights.ts'
import { type Erased, eraseMailbox } from '../store/erasure/erase-mailbox.ts'
import { mailboxAddress, rememberedUntil } from '../store/erasure/mailbox-address.ts'
import type { ApiRoute } from './api-route.ts'

const NO_ADDRESS = 'This is no address of a mailbox: write NAME@DOMAIN.'

const count = v.pipe(v.number(), v.integer())

const erasedCounts: v.GenericSchema<ErasedCounts> = v.object({
  events: v.pipe(count, v.description('Events of the mailbox, which were deleted.')),
  naming_events: v.pipe(count, v.description('Events of others, out of which the address was taken.')),
  incidents: count,
  rows: v.pipe(count, v.description('Steps, entries in quarantine and the like, which were deleted.')),
  texts: v.pipe(count, v.description('Rows out of whose texts the address was taken.')),
  scrubbed: v.pipe(v.boolean(), v.description('Whether nothing is left in the files of the store either.')),
})

/** `DELETE /api/v1/mailboxes/ADDRESS`. */
export const eraseMailboxRoute: ApiRoute = {
  method: 'DELETE',
  path: '/api/v1/mailboxes/:address',
  caller: 'person',
  right: mayManage,
  description: {
    summary: 'Takes a mailbox out of the store, wherever its address stands, for good; all events are looked through.',
    parameters: {},
    answer: erasedCounts,
  },
  answer: async ({ store, config, clock, person, address: from, parameters }) => {
    const { success, output: address } = v.safeParse(mailboxAddress, parameters['address'])
    if (!success) throw new HttpError(PROBLEMS.wrongParameter, { instead: NO_ADDRESS })
    const now = Math.floor(clock.now() / 1000)
    const by = { actor: person.name, address: from }
    const until = rememberedUntil(now, config.retention.events)
    return { status: 200, body: { json: showErased(await eraseMailbox(store, { address, now, until, by })) } }
  },
}

/** What was erased, as programs are told. */
export function showErased({ namingEvents, isScrubbed, ...counts }: Erased): ErasedCounts {
  return { ...counts, naming_events: namingEvents, scrubbed: isScrubbed }
}
