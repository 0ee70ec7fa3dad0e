import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import type { ShownRule } from '../../../contract/alert-contract.ts'
import { Modal } from '../../parts/modal.tsx'
import { SnoozeFields } from '../../parts/snooze-fields.tsx'
import type { Act } from '../../state/act.ts'
import { ask } from '../../state/ask.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { WORDS } from '../../words/words.ts'

const { snoozes: words, kinds } = ALERT_WORDS

type What = keyof typeof words.whats

const WHATS = Object.keys(words.whats).filter(isWhat)

interface SnoozeDialogParts {
  readonly rules: readonly ShownRule[]
  readonly act: Act
  readonly onClose: () => void
  /** Hears that something is snoozed. */
  readonly onDone: () => void
}

/** Has something not told for a while: what, for how long, and why. */
export function SnoozeDialog({ rules, act, onClose, onDone }: SnoozeDialogParts): JSX.Element {
  const [what, which, kind] = [useSignal<What>('host'), useSignal(''), useSignal('')]
  const [span, reason, isSent] = [useSignal('14400'), useSignal(''), useSignal(false)]
  const { is, words: said } = act.state.value
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    isSent.value = true
    const until = Math.floor(Date.now() / 1000) + Number(span.value)
    const json = {
      what: what.value,
      which: which.value.trim(),
      until,
      ...(kind.value === '' ? {} : { kind: kind.value }),
      ...(reason.value.trim() === '' ? {} : { reason: reason.value.trim() }),
    }
    await act.run(
      () => ask<{ readonly id: number }>('/api/v1/snoozes', { method: 'POST', json }),
      () => ({ words: words.made }),
    )
    if (act.state.peek().is !== 'done') return
    onDone()
    onClose()
  }
  const choose = (value: string): void => {
    if (isWhat(value)) what.value = value
    which.value = value === 'kind' ? 'blind_spot' : value === 'rule' ? (rules[0]?.name ?? '') : ''
  }
  return (
    <Modal label={words.dialog} style="snooze-dialog" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <h2>{words.dialog}</h2>
        <Choice label={words.what} value={what.value} onChoose={choose}>
          {WHATS.map((each) => (
            <option key={each} value={each}>
              {words.whats[each]}
            </option>
          ))}
        </Choice>
        <Which what={what.value} which={which} rules={rules} />
        {what.value === 'kind' ? null : (
          <Choice label={words.kind} value={kind.value} onChoose={(value) => (kind.value = value)}>
            <option value="">{words.usual}</option>
            <option value="all">{words.all}</option>
            <KindOptions />
          </Choice>
        )}
        <p class="limits soft">
          {words.limits[what.value]} {words.limit}
        </p>
        <SnoozeFields spans={words.spans} span={span} reason={reason} />
        {is === 'refused' && isSent.value ? (
          <p class="said" role="alert">
            {said}
          </p>
        ) : null}
        <div class="line-up">
          <button class="button first" aria-disabled={is === 'asking'}>
            {words.go}
          </button>
          <button type="button" class="button" onClick={onClose}>
            {WORDS.cancel}
          </button>
        </div>
      </form>
    </Modal>
  )
}

interface WhichParts {
  readonly what: What
  readonly which: Signal<string>
  readonly rules: readonly ShownRule[]
}

/** Which one: chosen where all are known, else typed. */
function Which({ what, which, rules }: WhichParts): JSX.Element {
  const choose = (value: string): void => void (which.value = value)
  if (what === 'kind')
    return (
      <Choice label={words.which} value={which.value} onChoose={choose}>
        <KindOptions />
      </Choice>
    )
  if (what === 'rule')
    return (
      <Choice label={words.which} value={which.value} onChoose={choose}>
        {rules.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Choice>
    )
  return (
    <label class="field">
      <span>
        {words.which}
        <em>{words.examples[what]}</em>
      </span>
      <input
        value={which.value}
        required
        maxLength={255}
        autocapitalize="none"
        spellcheck={false}
        onInput={({ currentTarget }) => choose(currentTarget.value)}
      />
    </label>
  )
}

function KindOptions(): JSX.Element {
  return (
    <>
      {Object.entries(kinds).map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </>
  )
}

interface ChoiceParts {
  readonly label: string
  readonly value: string
  readonly onChoose: (value: string) => void
  readonly children: ComponentChildren
}

function Choice({ label, value, onChoose, children }: ChoiceParts): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {children}
      </select>
    </label>
  )
}

function isWhat(word: string): word is What {
  return Object.hasOwn(words.whats, word)
}
