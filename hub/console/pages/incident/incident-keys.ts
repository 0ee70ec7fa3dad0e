import { claim } from '../../parts/claim.tsx'
import { useKeys } from '../../state/keys.ts'
import { me } from '../../state/session.ts'
import { ASSESSMENT_ORDER } from '../../words/assessment-order.ts'
import { INCIDENT_PAGE_WORDS } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'
import { WORDS } from '../../words/words.ts'
import { assess } from './assessment.tsx'
import type { IncidentControls } from './controls.ts'

const { keys: words } = INCIDENT_PAGE_WORDS

/** The keys of the page of one incident; who may not judge has none to do so. */
export function useIncidentKeys(controls: IncidentControls, showNew: () => void): void {
  const { incident, deeds, take } = controls
  const judging = [
    { keys: 'c', words: words.claim, run: () => void claim(incident, deeds.claim, take), inBar: true },
    { keys: 'z', words: words.snooze, run: openSnooze, inBar: true },
    { keys: 'm', words: words.note, run: () => press('.note-field textarea', 'focus'), inBar: true },
    ...ASSESSMENT_ORDER.map((word, index) => ({
      keys: String(index + 1),
      words: words.assess(INCIDENT_WORDS.assessments[word ?? 'unknown']),
      run: () => assess(controls, word),
    })),
  ]
  useKeys(WORDS.keys.here, [
    { keys: 'j', words: words.step, run: () => stepBy(1), inBar: true },
    { keys: 'k', words: words.stepBefore, run: () => stepBy(-1), inBar: true },
    { keys: 'Enter', words: words.event, run: () => press(`${HERE} .to-event`, 'click'), inBar: true },
    { keys: 'l', words: words.line, run: () => press(`${HERE} .copies`, 'click'), inBar: true },
    { keys: 'y', words: words.share, run: () => press('.share', 'click') },
    { keys: 'n', words: words.showNew, run: showNew },
    ...(me.peek()?.rights.judge === true ? judging : []),
  ])
}

/** The step with the focus. */
const HERE = '.story-step:focus-within'

function stepBy(by: number): void {
  const steps = [...document.querySelectorAll<HTMLElement>('.steps .story-step')]
  const at = steps.findIndex((step) => step.contains(document.activeElement))
  const step = steps[Math.max(0, Math.min(steps.length - 1, at + by))]
  step?.focus({ preventScroll: true })
  step?.scrollIntoView({ block: 'nearest' })
}

function press(selector: string, way: 'click' | 'focus'): void {
  document.querySelector<HTMLElement>(selector)?.[way]()
}

function openSnooze(): void {
  const menu = document.querySelector('.snooze details')
  if (!(menu instanceof HTMLDetailsElement)) return
  menu.open = true
  menu.querySelector('button')?.focus()
}
