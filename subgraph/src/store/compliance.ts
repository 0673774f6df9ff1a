import { ethereum } from "@graphprotocol/graph-ts";

import { Compliance } from "../../generated/schema";
import { complianceId } from "../ids";
import { stampCreated, stampUpdated } from "./stamp";

/** The totals of identities, credentials and decisions, to be changed and saved at once. */
export function loadCompliance(event: ethereum.Event): Compliance {
  let compliance = Compliance.load(complianceId());
  if (compliance == null) {
    compliance = new Compliance(complianceId());
    compliance.identities = 0;
    compliance.credentials = 0;
    compliance.sanctions = 0;
    compliance.refusals = 0;
    compliance.barredBids = 0;
    compliance.barredSales = 0;
    stampCreated(compliance, event);
  }
  stampUpdated(compliance, event);
  return compliance;
}
