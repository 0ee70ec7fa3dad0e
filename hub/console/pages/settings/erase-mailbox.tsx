import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { ErasedCounts } from '../../../contract/settings-contract.ts'
import { Fact } from '../../parts/fact.tsx'
import { TextField } from '../../parts/text-field.tsx'
import { numeral } from '../../words/numbers.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt } from './came.tsx'

const { retention: words } = SETTINGS_WORDS

/** Takes a mailbox out of the store for good; the address is typed twice, as there is no way back. */
export function EraseMailbox(): JSX.Element {
  const [address, again] = [useSignal(''), useSignal('')]
  const erased = useSignal<{ address: string; counts: ErasedCounts } | undefined>(undefined)
  const isDifferent = useSignal(false)
  const attempt = useAttempt()
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    const wanted = address.value.trim().toLowerCase()
    isDifferent.value = wanted !== again.value.trim().toLowerCase()
    if (isDifferent.value) return attempt.forget()
    const path = `/api/v1/mailboxes/${encodeURIComponent(wanted)}`
    const outcome = await attempt.ask<ErasedCounts>(path, { method: 'DELETE' })
    if (outcome === undefined) return
    erased.value = { address: wanted, counts: outcome.value }
    address.value = ''
    again.value = ''
    attempt.done(words.erased(wanted))
  }
  return (
    <form class="sheet panel" aria-label={words.erase} onSubmit={(event) => void submit(event)}>
      <p class="soft">{words.eraseHow}</p>
      <div class="fields">
        <TextField label={words.address} value={address} autocomplete="off" />
        <TextField label={words.again} value={again} autocomplete="off" />
      </div>
      {isDifferent.value ? (
        <p class="came failed" role="alert">
          <b>{SETTINGS_WORDS.notDone}</b> {words.differs}
        </p>
      ) : null}
      <CameOfIt attempt={attempt} />
      {erased.value === undefined || attempt.came.value.done === undefined ? null : (
        <Receipt counts={erased.value.counts} />
      )}
      <div class="acts">
        <button type="submit" class="button grave" aria-disabled={attempt.isBusy.value}>
          {words.eraseGo}
        </button>
        {attempt.isBusy.value ? <span class="faint">{words.erasing}</span> : null}
      </div>
    </form>
  )
}

/** What was taken out. */
function Receipt({ counts }: { readonly counts: ErasedCounts }): JSX.Element {
  const { events, naming_events: naming, incidents, rows, texts, scrubbed } = counts
  const { receipt } = words
  return (
    <dl class="facts erased">
      <Fact name={receipt.events}>{numeral(events)}</Fact>
      <Fact name={receipt.naming}>{numeral(naming)}</Fact>
      <Fact name={receipt.incidents}>{numeral(incidents)}</Fact>
      <Fact name={receipt.rows}>{numeral(rows)}</Fact>
      <Fact name={receipt.texts}>{numeral(texts)}</Fact>
      <Fact name={receipt.scrubbed}>{scrubbed ? words.nothing : words.partly}</Fact>
    </dl>
  )
}
