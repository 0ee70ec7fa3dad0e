import type { ShownReceipt } from '../../../contract/alert-contract.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { states, receipt: words } = ALERT_WORDS

/** How a receipt is shown: filled is delivered, hollow is not sent yet, dashed is tried and not known to arrive. */
export interface ReceiptLook {
  readonly mark: 'seen' | 'none' | 'unknown' | 'blind'
  readonly tone: 'fine' | 'late' | 'lost'
  readonly word: string
  /** When, and after how many tries. */
  readonly more: string
}

/** What became of a message for one recipient; `made` and `now` in seconds. */
export function receiptLook(receipt: ShownReceipt, made: number, now: number): ReceiptLook {
  const { state, tries, due, delivered } = receipt
  const left = (due ?? now) - now
  switch (state) {
    case 'delivered':
      return { mark: 'seen', tone: 'fine', word: states.delivered, more: words.after((delivered ?? made) - made) }
    case 'joined':
      return { mark: 'seen', tone: 'fine', word: states.joined, more: '' }
    case 'held':
      return { mark: 'none', tone: 'fine', word: states.held, more: words.comes(left) }
    case 'refused':
      return { mark: 'blind', tone: 'lost', word: states.refused, more: '' }
    case 'given_up':
      return { mark: 'blind', tone: 'lost', word: states.given_up, more: '' }
    default:
      return tries === 0
        ? { mark: 'none', tone: 'fine', word: words.onItsWay, more: '' }
        : { mark: 'unknown', tone: 'late', word: states.waiting, more: words.next(tries, left) }
  }
}

/** The worst first. */
const ORDER = ['refused', 'given_up', 'waiting', 'held', 'joined', 'delivered']

/** The receipts of a message in a line: of each channel the worst, and how many recipients it has in all. */
export function byChannel(receipts: readonly ShownReceipt[]): readonly {
  readonly channel: string
  readonly worst: ShownReceipt
  readonly count: number
  readonly all: number
}[] {
  return [...Map.groupBy(receipts, ({ channel }) => channel)].flatMap(([channel, its]) => {
    const [worst] = its.toSorted((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state))
    const count = its.filter(({ state }) => state === worst?.state).length
    return worst === undefined ? [] : [{ channel, worst, count, all: its.length }]
  })
}
