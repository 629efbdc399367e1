"""The states of applications and tasks, described for clients."""

from api.enums import publish
from models.applications.states import ApplicationState, Decision, TaskState

__all__ = ["ApplicationState", "Decision", "TaskState"]

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
