import type { JSX } from 'preact'
import type { ShownAlert, ShownReceipt } from '../../../contract/alert-contract.ts'
import { Mark } from '../../parts/mark.tsx'
import { queried } from '../../state/navigator.ts'
import { now } from '../../state/now.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { byChannel, receiptLook } from './receipt-look.ts'

const { messages: words, receipt: receiptWords } = ALERT_WORDS

interface ReceiptWordParts {
  readonly receipt: ShownReceipt
  readonly made: number
}

/** What became of a message for a recipient, as a mark and a word. */
function ReceiptWord({ receipt, made }: ReceiptWordParts): JSX.Element {
  const { mark, tone, word, more } = receiptLook(receipt, made, Math.floor(now.value / 1000))
  return (
    <span class={`receipt is-${tone}`}>
      <Mark name={mark} />
      <span>
        {word}
        {more === '' ? null : <span class="faint"> {more}</span>}
      </span>
    </span>
  )
}

/** All receipts of a message in a few words, by channel. */
export function ReceiptSummary({ alert: { receipts, made } }: { readonly alert: ShownAlert }): JSX.Element {
  return (
    <ul class="receipt-summary">
      {byChannel(receipts).map(({ channel, worst, count, all }) => (
        <li key={channel}>
          <span class="soft">{channel}</span> <ReceiptWord receipt={worst} made={made} />
          {all === 1 ? null : <span class="faint">{receiptWords.of(count, all)}</span>}
        </li>
      ))}
    </ul>
  )
}

/** Every receipt of a message, with what the server said. */
export function ReceiptList({ alert: { receipts, made } }: { readonly alert: ShownAlert }): JSX.Element {
  return (
    <ul class="receipt-list">
      {receipts.map((receipt) => (
        <li key={`${receipt.channel} ${receipt.recipient}`}>
          <p>
            <b>{receipt.recipient}</b> <span class="faint">{receipt.channel}</span>
          </p>
          <p>
            <ReceiptWord receipt={receipt} made={made} />
            {receipt.state === 'waiting' || receipt.tries === 0 ? null : (
              <span class="faint"> · {words.tries(receipt.tries)}</span>
            )}
            {receipt.joined === null ? null : (
              <a class="link" href={queried({ alert: String(receipt.joined) })}>
                {receipt.joined}
              </a>
            )}
          </p>
          {receipt.answer === '' ? null : <p class="answer soft">{receipt.answer}</p>}
        </li>
      ))}
    </ul>
  )
}
