import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { StateBox } from '../../parts/state-box.tsx'
import type { Answer } from '../../state/answer.ts'
import { useKeys } from '../../state/keys.ts'
import { SETTINGS_WORDS } from '../../words/settings-words.ts'
import { WORDS } from '../../words/words.ts'
import { useAttempt } from './attempt.ts'
import { CameOfIt, TwoStep } from './came.tsx'
import { SectionLead, SectionShown } from './section-lead.tsx'

const { enrolment: words } = SETTINGS_WORDS

interface TokenListParts<T> {
  readonly section: string
  readonly answer: Answer<{ readonly tokens: readonly T[] }>
  /** The sentence at the head, from how many tokens are good. */
  readonly title: (good: number) => string
  readonly note: string
  readonly isGood: (token: T) => boolean
  /** What such a token is good for, where there is none yet. */
  readonly empty: ComponentChildren
  /** The form that makes one, and what is shown of it. */
  readonly form: (close: () => void) => JSX.Element
  readonly table: (tokens: readonly T[]) => ComponentChildren
}

/** Tokens of either kind, and the way to make one. */
export function TokenList<T>(parts: TokenListParts<T>): JSX.Element {
  const { section, answer, title, note, empty, isGood, form, table } = parts
  const isMaking = useSignal(false)
  const open = (): void => void (isMaking.value = true)
  useKeys(WORDS.keys.here, [{ keys: 'a', words: words.make.toLowerCase(), run: open, inBar: true }])
  return (
    <SectionShown title={section} answer={answer}>
      {({ tokens }) => (
        <>
          <SectionLead title={title(tokens.filter(isGood).length)} note={note}>
            <button type="button" class="button first" title={`${words.make} (a)`} onClick={open}>
              {words.make} <kbd>a</kbd>
            </button>
          </SectionLead>
          {isMaking.value ? form(() => (isMaking.value = false)) : null}
          <div class="sheet scrolls">
            {tokens.length === 0 ? (
              <StateBox kind="empty" word={WORDS.states.empty} title={words.empty}>
                {empty}
              </StateBox>
            ) : (
              table(tokens)
            )}
          </div>
        </>
      )}
    </SectionShown>
  )
}

interface RevokeCellParts {
  /** Where it is ended. */
  readonly path: string
  readonly isGood: boolean
  /** What follows from it. */
  readonly asks: string
  readonly onChange: () => void
}

/** The cell of a token's row that ends it. */
export function RevokeCell({ path, isGood, asks, onChange }: RevokeCellParts): JSX.Element {
  const attempt = useAttempt()
  const end = async (): Promise<void> => {
    if ((await attempt.ask(path, { method: 'DELETE' })) === undefined) return
    attempt.done(words.revokedNow)
    onChange()
  }
  return (
    <td class="act-cell">
      {isGood ? <TwoStep words={words.revoke} asks={asks} onSure={() => void end()} /> : null}
      <CameOfIt attempt={attempt} />
    </td>
  )
}
