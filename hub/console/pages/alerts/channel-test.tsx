import { type ReadonlySignal, signal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ChannelTestAnswer } from '../../../contract/alert-contract.ts'
import { ActWords } from '../../parts/act-words.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Act } from '../../state/act.ts'
import { ask } from '../../state/ask.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'

const { channels: words } = ALERT_WORDS

/** Sends tests over a channel, one at a time, and knows what became of the last one. */
export class TestDesk {
  readonly act = new Act()
  readonly #channel: string
  readonly #receipts = signal<ChannelTestAnswer['receipts']>([])

  constructor(channel: string) {
    this.#channel = channel
  }

  get receipts(): ReadonlySignal<ChannelTestAnswer['receipts']> {
    return this.#receipts
  }

  async send(): Promise<void> {
    if (this.act.state.peek().is === 'asking') return
    this.#receipts.value = []
    const path = `/api/v1/channels/${encodeURIComponent(this.#channel)}/test`
    await this.act.run(
      () => ask<ChannelTestAnswer>(path, { method: 'POST', json: {} }),
      ({ receipts }) => {
        this.#receipts.value = receipts
        return { words: words.outcome(receipts.filter(({ delivered }) => delivered).length, receipts.length) }
      },
    )
  }
}

interface ChannelTestParts {
  readonly desk: TestDesk
  readonly name: string
  readonly onTest: () => void
}

/** The button that tests a channel, and what became of the test for each recipient. */
export function ChannelTest({ desk, name, onTest }: ChannelTestParts): JSX.Element {
  const isBusy = desk.act.state.value.is === 'asking'
  return (
    <div class="channel-test">
      <button
        type="button"
        class="button small"
        aria-disabled={isBusy}
        title={words.testTitle(name)}
        onClick={() => void desk.send().then(onTest)}
      >
        {isBusy ? words.testing : words.test}
      </button>
      <ActWords act={desk.act} />
      <ul>
        {desk.receipts.value.map(({ recipient, delivered, answer }) => (
          <li key={recipient} class={delivered ? 'receipt' : 'receipt is-lost'}>
            <Mark name={delivered ? 'seen' : 'blind'} />
            <span>{(delivered ? words.taken : words.notTaken)(recipient, answer)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
