import type { DeliveryState } from '../delivery/progress.ts'

/** How delivery to the API goes, in the words of the runtime file and of `status`. */
export type ApiState = Omit<DeliveryState, 'problem'> & { readonly problem?: string | undefined }

/** Names the API where the state of any delivery speaks of a receiver. */
export function apiState(state: DeliveryState): ApiState {
  return state.problem === 'receiver' ? { ...state, problem: 'api' } : state
}
