/** Alerts that name nobody and quote nothing. */
import {
  type AlertPlan,
  lockedAlertId,
  requestsAlertId,
  summaryAlertId,
  type Translate,
} from './alertPlan.ts';

/** Someone who was not accepted wrote. One alert for all of them. */
export const requestAlert = (translate: Translate): AlertPlan => ({
  id: requestsAlertId,
  title: translate('alertRequestTitle'),
  body: translate('alertRequestBody'),
});

/** Something arrived; what, is behind the lock. */
export const lockedAlert = (translate: Translate): AlertPlan => ({
  id: lockedAlertId,
  title: translate('alertGenericTitle'),
  body: translate('alertLockedBody'),
});

/** Something arrived; the inbox shows what. */
export const genericAlert = (translate: Translate): AlertPlan => ({
  id: summaryAlertId,
  title: translate('alertGenericTitle'),
  body: translate('alertGenericBody'),
});

export const summaryAlert = (conversations: number, translate: Translate): AlertPlan => ({
  ...genericAlert(translate),
  body: translate('alertSummaryBody', String(conversations)),
});
