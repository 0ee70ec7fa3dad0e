import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { receiptWords } from '../../alerts/told-words.ts'
import type { ShownAlert, ShownReceipt } from '../../contract/alert-contract.ts'
import { DELIVERY_STATES, type KeptDelivery } from '../../store/alert-tables.ts'
import type { FoundAlert } from '../../store/ask/found-alerts.ts'
import { seconds } from '../event-shape.ts'

const number = v.pipe(v.number(), v.integer())

const shownReceipt: v.GenericSchema<ShownReceipt> = v.pipe(
  v.object({
    channel: v.string(),
    recipient: v.pipe(v.string(), v.description('A mail address, or the origin of a webhook.')),
    state: v.pipe(v.string(), v.description(`One of ${DELIVERY_STATES.join(', ')}.`)),
    tries: number,
    tried: v.nullable(seconds),
    delivered: v.nullable(seconds),
    due: v.nullable(v.pipe(seconds, v.description('When it is tried next, or comes together with others.'))),
    joined: v.nullable(v.pipe(number, v.description('The alert that told it with others.'))),
    answer: v.pipe(v.string(), v.description('What the server said last, or what is wrong.')),
    words: v.pipe(v.string(), v.description('All this as a sentence.')),
  }),
  v.title('Receipt'),
)

/** An alert as the API shows it. */
export const shownAlert: v.GenericSchema<ShownAlert> = v.pipe(
  v.object({
    id: number,
    made: seconds,
    rule: v.pipe(v.string(), v.description('Empty for a message that joins several, and for a test.')),
    reason: v.pipe(
      v.string(),
      v.description('One of opened, changed, raised, recovered, reminder, digest, joined, test.'),
    ),
    incidents: v.pipe(v.array(number), v.description('What it is about; of many, the first 20.')),
    incident_count: v.pipe(number, v.description('How many incidents it is about.')),
    subject: v.string(),
    receipts: v.array(shownReceipt),
    acknowledged: v.pipe(
      v.array(v.object({ incident: number, by: v.string(), at: seconds })),
      v.description('Who takes care of these incidents.'),
    ),
  }),
  v.title('Alert'),
)

/** An alert of the store as the API shows it. */
export function showAlert({ alert, incidents, count, receipts, acknowledged }: FoundAlert): ShownAlert {
  const { id, made, rule, reason } = alert
  const { subject } = textOf(alert)
  return {
    id,
    made,
    rule,
    reason,
    incidents: [...incidents],
    incident_count: count,
    subject,
    receipts: receipts.map(showReceipt),
    acknowledged: [...acknowledged],
  }
}

/** What people read of an alert. */
export function textOf({ message }: Pick<FoundAlert['alert'], 'message'>): { subject: string; text: string } {
  return v.parse(keptText, message)
}

/** As `postAlert` wrote it, unless what it said was erased. */
const keptText = v.fallback(v.pipe(foreignJson, v.object({ subject: v.string(), text: v.string() })), {
  subject: '',
  text: '',
})

function showReceipt(receipt: KeptDelivery): ShownReceipt {
  const { channel, recipient, state, tries, tried, delivered, due, joined, answer } = receipt
  return { channel, recipient, state, tries, tried, delivered, due, joined, answer, words: receiptWords(receipt) }
}
