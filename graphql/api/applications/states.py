"""The states of applications and tasks, described for clients."""

from api.enums import publish
from models.applications.queries.papers import PaperKind
from models.applications.states import ApplicationState, Decision, Hands, Lane, Outcome, TaskState
from models.applications.wording import Doer

__all__ = ["ApplicationState", "Decision", "Doer", "Hands", "Lane", "Outcome", "PaperKind", "TaskState"]

publish(
    ApplicationState,
    "How an application stands in law. What agencies are doing side by side is in its tasks.",
    {
        ApplicationState.DRAFT: "Not sent yet.",
        ApplicationState.IN_PROGRESS: "Sent; agencies are working on it.",
        ApplicationState.RETURNED: "Waits for the applicant to correct what the findings point at.",
        ApplicationState.APPROVED: "Decided in the applicant's favour; waits for the signature.",
        ApplicationState.ISSUED: "The document is signed and issued.",
        ApplicationState.REFUSED: "Refused, with a reason.",
        ApplicationState.WITHDRAWN: "Taken back by the applicant.",
        ApplicationState.LAPSED: "Closed, because it was not completed in time.",
        ApplicationState.DEEMED_APPROVED: "Taken as granted by law, because nobody decided in time (fiktif positif).",
        ApplicationState.COMPLETED: "Ended well here; another system (OSS, SIMBG, the police) issues what was wanted.",
    },
)
publish(
    TaskState,
    "How a task stands.",
    {
        TaskState.WAITING: "Waits for the steps that it needs.",
        TaskState.OPEN: "Somebody in the agency should be working on it; its clock runs.",
        TaskState.RETURNED: "Answered with findings; opens again when the applicant has corrected them.",
        TaskState.DONE: "Approved or refused.",
        TaskState.SKIPPED: "Does not apply to this application.",
        TaskState.CANCELLED: "Closed, because the application has ended or the law has answered for it.",
    },
)
publish(
    Decision,
    "What an officer may answer.",
    {
        Decision.APPROVE: "Nothing stands against it.",
        Decision.RETURN: "The applicant should correct something; the findings say what.",
        Decision.REFUSE: "It cannot be granted; the reason says why. This ends the application.",
    },
)
publish(
    Hands,
    "In whose hands a task lies.",
    {
        Hands.MACHINE: "A machine asks a registry; what it cannot settle goes to the officers of the agency.",
        Hands.OFFICER: "The officers of the agency answer.",
        Hands.HEAD: "The head of the agency, or their delegate, signs.",
        Hands.CITIZEN: "The applicant pays.",
    },
)
publish(
    Lane,
    "The way by which an answer came.",
    {
        Lane.DESK: "On the pages for officers.",
        Lane.API: "By this API, from the agency's own system.",
        Lane.PAPER: "On paper: an officer has entered its number and date, and its scan.",
        Lane.ROBOT: "From a machine check.",
    },
)
publish(
    Outcome,
    "What a machine check came to. Only a match is an answer; the rest is for an officer to look at.",
    {
        Outcome.MATCH: "What was asked agrees.",
        Outcome.MISMATCH: "What was asked does not agree. A machine never refuses: an officer looks.",
        Outcome.NO_ANSWER: "The registry did not answer, or nonsense: an officer looks.",
    },
    name="CheckOutcome",
)
publish(
    Doer,
    "Who did a thing: the record keeps people, the legal signatory and machines apart.",
    {
        Doer.CITIZEN: "The applicant.",
        Doer.OFFICER: "An officer of an agency.",
        Doer.SIGNATORY: "The legal signatory: the head of an agency, or their delegate, who answers for it in law.",
        Doer.ROBOT: "A machine, by itself: a check, a payment notice, or time that ran out.",
    },
)
publish(
    PaperKind,
    "What an officer has attached to an answer.",
    {
        PaperKind.PHOTO: "A photo, of a visit for instance.",
        PaperKind.PAPER: "The scan of a decision that was made on paper.",
    },
    name="TaskDocumentKind",
)
