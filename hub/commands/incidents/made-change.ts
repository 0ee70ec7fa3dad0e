import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { alertRulesOf } from '../../config/alerts/alert-settings.ts'
import type { WantedChange } from '../../incidents/wanted-change.ts'
import { changeIncident } from '../../store/change/change-incident.ts'
import type { StoreParts } from '../store-action.ts'
import { typedNumber, unknownIncident } from './typed-incident.ts'

/** Changes the incident that somebody typed, and returns its number. Rejects with `ActionNeeded` if it cannot be. */
export async function madeChange({ store, config, now, by, words }: StoreParts, wanted: WantedChange): Promise<number> {
  const id = typedNumber(words[0] ?? '')
  const outcome = await store.change(changeIncident, { id, seen: null, wanted, now, by, rules: alertRulesOf(config) })
  switch (outcome) {
    case 'done':
    case 'changed_meanwhile':
      return id
    case 'unknown':
      throw unknownIncident(id)
    case 'reason_missing':
      throw new ActionNeeded('dismiss: say why with --reason TEXT', EXIT.usage)
    case 'assessment_missing':
      throw new ActionNeeded('dismiss: say what it was with --assessment confirmed_benign, or another word', EXIT.usage)
    case 'unknown_person':
      throw new ActionNeeded(`There is no person ${words[1] ?? ''} who is not disabled; see: spoor-hub people list`)
    case 'viewer_assigned':
      throw new ActionNeeded(`${words[1] ?? ''} is a viewer, who cannot take care; name an analyst or an admin`)
    case 'other_open':
      throw new ActionNeeded(`A later incident of the same subject is open, so ${id} stays closed`)
  }
}
