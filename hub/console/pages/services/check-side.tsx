import type { JSX } from 'preact'
import type { ShownCheck } from '../../../contract/check-contract.ts'
import { Modal } from '../../parts/modal.tsx'
import { StateBox } from '../../parts/state-box.tsx'
import { isWide } from '../../state/wide.ts'
import { SERVICES_WORDS } from '../../words/services-words.ts'
import { WORDS } from '../../words/words.ts'
import { CheckPanel } from './check-panel.tsx'
import { serviceName } from './service-name.ts'
import { ShutCheck } from './shut-button.tsx'
import { shutCheck } from './shut-check.ts'

const { panel: words } = SERVICES_WORDS

interface CheckSideParts {
  readonly host: string
  readonly check: string
  readonly checks: readonly ShownCheck[]
  readonly round: number
}

/** The open check: beside the wall, or over it where there is no room. */
export function CheckSide(parts: CheckSideParts): JSX.Element {
  if (!isWide.value)
    return (
      <Modal label={words.label} style="drawer" onClose={shutCheck}>
        <OneCheck {...parts} />
      </Modal>
    )
  return (
    <aside class="record-side sheet" aria-label={words.label}>
      <OneCheck {...parts} />
    </aside>
  )
}

function OneCheck({ host, check, checks, round }: CheckSideParts): JSX.Element {
  // Incidents and snoozes name it in small letters.
  const name = serviceName(host, check)
  const shown = checks.find((each) => serviceName(each.host, each.check) === name)
  if (shown !== undefined) return <CheckPanel key={`${host} ${check}`} check={shown} checks={checks} round={round} />
  return (
    <div class="record">
      <StateBox kind="empty" word={WORDS.states.empty} title={words.gone} acts={<ShutCheck />}>
        <p>{words.goneHint}</p>
      </StateBox>
    </div>
  )
}
